// The report beside the form: words chosen in it become a date, a province, a voice, a quotation or a figure; a field
// shows its words and marked words their field. Without it fields are filled by hand and reasons are links.
(() => {
  const report = document.querySelector(".report[data-words]");
  const form = document.querySelector("#article_form");
  if (!report || !form) return;
  const $ = window.django.jQuery;
  const paper = report.querySelector(".paper");

  // Where chosen words stand: offsets count code points, as the archive does, and not UTF-16 units.
  const points = (text) => [...text].length;

  function chosenPlace() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const part = [range.startContainer, range.endContainer].map((node) =>
      (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-part]"));
    if (!part[0] || part[0] !== part[1] || !paper.contains(part[0])) return null;
    const before = document.createRange();
    before.setStart(part[0], 0);
    before.setEnd(range.startContainer, range.startOffset);
    const text = range.toString();
    const words = text.trim();
    if (!words) return null;
    const start = Number(part[0].dataset.start) + points(before.toString()) + points(text) - points(text.trimStart());
    return { part: part[0].dataset.part, start, words };
  }

  // What the words say is read by the rules that read reports.
  async function read(kind, words) {
    const answer = await fetch(`${report.dataset.words}?${new URLSearchParams({ as: kind, words })}`);
    return answer.ok ? answer.json() : { error: "خوانده نشد؛ دوباره بیازمایید." };
  }

  const field = (id) => document.querySelector(`#id_${id}`);

  function choose(select, option) {
    if (!option) return;
    const known = [...select.options].find((each) => each.value === String(option.id));
    if (!known) select.append(new Option(option.text, option.id));
    $(select).val(String(option.id)).trigger("change");
  }

  function keep(name, place) {
    let input = form.querySelector(`[name="${name}"]`);
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      form.querySelector("div").append(input);
    }
    input.value = JSON.stringify(place);
  }

  function newRow(prefix, place) {
    const group = document.querySelector(`#${prefix}-group`);
    group.querySelectorAll("details").forEach((details) => (details.open = true));
    const number = Number(field(`${prefix}-TOTAL_FORMS`).value);
    group.querySelector(".add-row a").click();
    keep(`${prefix}-${number}-place`, place);
    const row = document.querySelector(`#${prefix}-${number}`);
    const printed = document.createElement("span");
    printed.className = "inline_label";
    printed.textContent = `«${place.words}»`;
    if (prefix !== "speakers") row.querySelector("h3 .inline_label")?.replaceWith(printed);
    return { row, input: (name) => field(`${prefix}-${number}-${name}`) };
  }

  function showRow(row) {
    row.scrollIntoView({ block: "center" });
    const box = row.querySelector(".select2-selection, select, input:not([type=hidden])");
    box?.focus();
  }

  const MEANINGS = {
    date: {
      label: "این تاریخ است",
      take(place, said) {
        field("published_on").value = said.text;
        keep("place-published_on", place);
        field("published_on").focus();
      },
    },
    province: {
      label: "این استان است",
      take(place, said) {
        choose(field("main_province"), said);
        keep("place-main_province", place);
        field("main_province").nextElementSibling.querySelector(".select2-selection").focus();
      },
    },
    voice: {
      label: "این گوینده است",
      take(place, said) {
        const { row, input } = newRow("speakers", place);
        choose(input("person"), said.person);
        choose(input("office"), said.office);
        input("honorific").value = said.honorific;
        input("as_printed").value = place.words;
        showRow(row);
      },
    },
    quotation: {
      label: "این نقل‌قول است",
      take(place) {
        const { row } = newRow("quotations", place);
        showRow(row);
      },
    },
    figure: {
      label: "این رقم است",
      take(place, said) {
        const { row, input } = newRow("figures", place);
        for (const name of ["value", "upper", "unit", "subject"]) input(name).value = said[name] ?? "";
        showRow(row);
      },
    },
  };

  // The menu stands behind the paragraph of the words, so that Tab leads from them into it.
  const menu = document.createElement("div");
  menu.className = "meanings";
  menu.setAttribute("role", "group");
  menu.setAttribute("aria-label", "این واژه‌ها چیست؟");
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  let place = null;

  for (const [kind, meaning] of Object.entries(MEANINGS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = meaning.label;
    button.addEventListener("click", () => take(kind));
    menu.append(button);
  }
  menu.append(said);

  async function take(kind) {
    const chosen = place;
    const answer = kind === "quotation" ? {} : await read(kind, chosen.words);
    if (answer.error) {
      said.textContent = answer.error;
      return;
    }
    close();
    MEANINGS[kind].take(chosen, answer);
  }

  function open() {
    const found = chosenPlace();
    if (!found) return;
    place = found;
    said.textContent = "";
    const range = getSelection().getRangeAt(0);
    const words = range.getBoundingClientRect();
    const part = (range.endContainer.parentElement ?? range.endContainer).closest("[data-part]");
    // A list holds only its items, so in the text the menu goes into the item.
    part.tagName === "LI" ? part.append(menu) : part.after(menu);
    const box = (part.tagName === "LI" ? part : paper).getBoundingClientRect();
    menu.style.insetBlockStart = `${words.bottom - box.top + 4}px`;
  }

  function close() {
    menu.remove();
    place = null;
  }

  paper.addEventListener("mouseup", (event) => menu.contains(event.target) || setTimeout(open));
  paper.addEventListener("touchend", () => setTimeout(open));
  document.addEventListener("mousedown", (event) => menu.contains(event.target) || close());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.isConnected) return;
    event.preventDefault();
    close();
    report.focus();
  });

  // By keyboard: arrows go from word to word, with Shift they take in more.
  let words = null;
  let from = -1;
  let to = -1;

  function allWords() {
    const found = [];
    for (const part of paper.querySelectorAll("[data-part]")) {
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        for (const match of node.data.matchAll(/\S+/g)) {
          found.push({ node, start: match.index, end: match.index + match[0].length, part });
        }
      }
    }
    return found;
  }

  function go(by, extend) {
    menu.remove();
    words ??= allWords();
    if (!words.length) return;
    const last = Math.max(0, Math.min(words.length - 1, to + by));
    if (extend && from >= 0 && words[last].part !== words[from].part) return;
    to = last;
    from = extend && from >= 0 ? from : to;
    const [first, end] = from < to ? [words[from], words[to]] : [words[to], words[from]];
    getSelection().setBaseAndExtent(first.node, first.start, end.node, end.end);
    end.node.parentElement.scrollIntoView({ block: "nearest" });
    open();
  }

  report.addEventListener("keydown", (event) => {
    if (event.target !== report || event.ctrlKey || event.altKey || event.metaKey) return;
    const by = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    go(by, event.shiftKey);
  });
  report.setAttribute("aria-describedby", "report-keys");
  document.querySelector("#report-keys").hidden = false;

  // A field shows its words; marked words show their field.
  const marksOf = (name) => [...paper.querySelectorAll(`mark[data-field="${name}"]`)];

  function show(marks) {
    paper.querySelectorAll(".shown").forEach((mark) => mark.classList.remove("shown"));
    marks.forEach((mark) => mark.classList.add("shown"));
    if (marks.length && !marks.some(isVisible)) marks[0].scrollIntoView({ block: "nearest" });
  }

  function isVisible(mark) {
    const [inner, outer] = [mark.getBoundingClientRect(), report.getBoundingClientRect()];
    return inner.top >= outer.top && inner.bottom <= outer.bottom;
  }

  form.addEventListener("focusin", (event) => {
    if (report.contains(event.target)) return;
    const row = event.target.closest(".inline-related");
    const kind = row?.id.split("-")[0];
    if (kind === "quotations" || kind === "figures") {
      const key = row.querySelector(`[name$="-id"]`)?.value;
      const mark = key && document.getElementById(`${kind[0]}${key}`);
      show(mark ? [mark] : []);
    } else if (kind === "speakers") show(marksOf("speakers"));
    else {
      const name = [...(event.target.closest("[class*=field-]")?.classList ?? [])].find((each) => each.startsWith("field-"));
      if (name) show(marksOf(name.slice("field-".length)));
    }
  });

  paper.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-field]");
    if (!mark || !getSelection().isCollapsed) return;
    const passage = mark.id.match(/^([qf])(\d+)$/);
    if (passage) {
      const prefix = passage[1] === "q" ? "quotations" : "figures";
      const input = [...document.querySelectorAll(`#${prefix}-group [name$="-id"]`)].find((each) => each.value === passage[2]);
      input?.closest("details")?.setAttribute("open", "");
      if (input) showRow(input.closest(".inline-related"));
      return;
    }
    const name = mark.dataset.field;
    const row = document.querySelector(`.form-row.field-${name}, .field-${name}, #${name}-group`);
    if (row) showRow(row);
  });
})();
