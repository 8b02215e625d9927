// What makes results handier: dragging over the histogram, opening a long facet in its place.
// Without it, the columns and years are links and every name has its page.
"use strict";

// Dragging over the histogram fills in the days and asks.
(() => {
  const DIGITS = "۰۱۲۳۴۵۶۷۸۹";
  const NEAR = 4; // pixels that a finger may slip and still have clicked
  let drag = null;

  const persian = (text) => text.replace(/\d/g, (digit) => DIGITS[digit]);

  // Months from the first one drawn; time runs from right to left.
  function monthAt(event) {
    const box = drag.chart.getBoundingClientRect();
    const share = (box.right - event.clientX) / box.width;
    return Math.max(0, Math.min(drag.months - 1, Math.floor(share * drag.months)));
  }

  function written(month) {
    const year = drag.first + Math.floor(month / 12);
    return persian(`${year}/${String((month % 12) + 1).padStart(2, "0")}`);
  }

  function draw(event) {
    const at = monthAt(event);
    drag.range = [Math.min(drag.start, at), Math.max(drag.start, at)];
    drag.brush.style.insetInlineStart = `${(drag.range[0] / drag.months) * 100}%`;
    drag.brush.style.inlineSize = `${((drag.range[1] - drag.range[0] + 1) / drag.months) * 100}%`;
  }

  function begin(event) {
    const chart = event.target.closest?.("[data-first]");
    if (!chart || event.button || event.pointerType === "touch") return;
    const first = Number(chart.dataset.first);
    const months = (Number(chart.dataset.last) - first + 1) * 12;
    drag = { chart, first, months, from: event.clientX, brush: null };
    drag.start = monthAt(event);
  }

  function move(event) {
    if (!drag) return;
    if (!drag.brush) {
      if (Math.abs(event.clientX - drag.from) < NEAR) return;
      drag.brush = document.createElement("div");
      drag.brush.className = "brush";
      drag.chart.append(drag.brush);
      drag.chart.setPointerCapture(event.pointerId);
    }
    draw(event);
  }

  function end() {
    const form = document.querySelector(".dates");
    if (drag?.range && form) {
      form.elements.after.value = written(drag.range[0]);
      form.elements.before.value = written(drag.range[1]);
      form.requestSubmit();
    }
    drag = null;
  }

  function cancel() {
    drag?.brush?.remove();
    drag = null;
  }

  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", cancel);
  document.addEventListener("keydown", (event) => event.key === "Escape" && cancel());
  // A column is a link, and the browser would drag the link away instead.
  document.addEventListener("dragstart", (event) => event.target.closest?.("[data-first]") && event.preventDefault());
})();

// All choices of a facet come into its place, with a box that hides all but those with the letters typed,
// however spelled.
(() => {
  const LONG = 12;
  const LETTERS = { ي: "ی", ى: "ی", ئ: "ی", ك: "ک", ة: "ه", ۀ: "ه", أ: "ا", إ: "ا", آ: "ا", ؤ: "و" };

  const key = (text) =>
    [...text.normalize("NFKC").toLowerCase()].map((letter) => LETTERS[letter] ?? letter).join("").replace(/[^\p{L}\p{N}]/gu, "");

  function boxFor(choices, label) {
    const box = document.createElement("input");
    box.type = "search";
    box.className = "narrow";
    box.placeholder = box.ariaLabel = `یافتن ${label}`;
    box.addEventListener("input", () => {
      const wanted = key(box.value);
      for (const choice of choices) choice.hidden = !key(choice.querySelector(".nm").textContent).includes(wanted);
    });
    return box;
  }

  async function openHere(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const link = event.currentTarget;
    try {
      const answer = await fetch(link.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = document.adoptNode(page.querySelector(".choices"));
      list.classList.remove("directory");
      const box = boxFor(list.children, link.dataset.label);
      link.previousElementSibling.replaceWith(...(list.children.length < LONG ? [list] : [box, list]));
      list.querySelector("a").focus();
      // What does not fit on one page stays a page.
      if (page.querySelector(".pager")) link.removeEventListener("click", openHere);
      else link.remove();
    } catch {
      location.assign(link.href);
    }
  }

  for (const link of document.querySelectorAll(".facets .all")) link.addEventListener("click", openHere);
})();
