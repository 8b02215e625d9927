// What may be meant, under the box in which one types: an ARIA combobox after a pause in typing.
// It never takes Enter: the arrows put a suggestion into the box, and Enter asks for what stands there.
"use strict";

(() => {
  const PAUSE = 200; // milliseconds
  const source = document.currentScript.dataset.suggest;
  const persian = new Intl.NumberFormat("fa");

  function element(name, attributes, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  function setUp(input, number) {
    const id = `suggestions-${number}`;
    const list = element("ul", { id, role: "listbox", class: "plain suggestions", "aria-label": "پیشنهادها" });
    const told = element("span", { role: "status", class: "vh" });
    let typed = input.value;
    let at = -1;
    let timer = 0;
    let asking = new AbortController();

    list.hidden = true;
    // A search box may not be a combobox, a text box may.
    input.type = "text";
    const state = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": id };
    for (const [key, value] of Object.entries(state)) input.setAttribute(key, value);
    input.setAttribute("aria-expanded", "false");
    input.form.append(list, told);

    function forget() {
      clearTimeout(timer);
      asking.abort();
    }

    function close() {
      forget();
      list.hidden = true;
      at = -1;
      told.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function show([, texts, notes]) {
      const options = texts.map((text, place) => {
        const option = element("li", { id: `${id}-${place}`, role: "option", "aria-selected": "false" });
        option.dataset.text = text;
        option.append(element("bdi", {}, text), " ", element("small", {}, notes[place]));
        return option;
      });
      close();
      if (!options.length || document.activeElement !== input) return;
      list.replaceChildren(...options);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      told.textContent = `${persian.format(options.length)} پیشنهاد`;
    }

    async function ask() {
      asking = new AbortController();
      try {
        const answer = await fetch(`${source}?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
        if (answer.ok) show(await answer.json());
      } catch {
        // Called off by the next letter, or out of reach: the box works as ever.
      }
    }

    // One before the first and one after the last is what was typed.
    function choose(place) {
      const options = [...list.children];
      options[at]?.setAttribute("aria-selected", "false");
      at = ((place + 1 + options.length + 1) % (options.length + 1)) - 1;
      options[at]?.setAttribute("aria-selected", "true");
      options[at]?.scrollIntoView({ block: "nearest" });
      input.value = options[at]?.dataset.text ?? typed;
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", options[at].id);
    }

    input.addEventListener("input", () => {
      typed = input.value;
      close();
      if (typed.trim()) timer = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown") choose(at + 1);
      else if (event.key === "ArrowUp") choose(at - 1);
      else if (event.key === "Escape") {
        input.value = typed;
        close();
      } else return;
      event.preventDefault();
    });
    input.addEventListener("blur", close);
    input.form.addEventListener("submit", close);
    // The box keeps the focus while a suggestion is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      input.value = option.dataset.text;
      input.form.requestSubmit();
    });
  }

  document.querySelectorAll("form[role=search] input[name=q]").forEach(setUp);
})();
