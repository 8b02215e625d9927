// What makes pages nicer; every page is complete without it.
"use strict";

const root = document.documentElement;

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function setUpThemeButton(button) {
  const tell = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  tell();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    tell();
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // A browser that keeps nothing forgets the choice on the next page.
    }
  });
}

function setUpCopying(button, textOf) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textOf());
    const label = button.textContent;
    button.textContent = "رونوشت شد";
    setTimeout(() => (button.textContent = label), 2000);
  });
}

const textOf = (element) => element.textContent.replace(/\s+/g, " ").trim();
const citation = () => textOf(document.getElementById("citation"));

// «Words» — who said them. The report's citation, its address leading to the words themselves.
function quotationWithCitation(id) {
  const quotation = document.getElementById(id);
  const speaker = textOf(quotation.closest(".turn").querySelector("h3"));
  const cited = citation().replace(/(?=\u2069\.$)/, `#${id}`);
  return `${textOf(quotation.querySelector("p"))} — ${speaker}. ${cited}`;
}

const persian = new Intl.NumberFormat("fa", { useGrouping: false });

// Leads through the marked words of a report, round and round.
function setUpSteps(steps) {
  const marks = [...document.querySelectorAll("article mark")];
  const output = steps.querySelector("output");
  let at = -1;
  const tell = () => {
    const place = at < 0 ? "" : `${persian.format(at + 1)} از `;
    output.textContent = `${place}${persian.format(marks.length)} واژهٔ یافته`;
  };
  const go = (step) => {
    marks[at]?.classList.remove("here");
    at = at < 0 && step < 0 ? marks.length - 1 : (at + step + marks.length) % marks.length;
    marks[at].classList.add("here");
    marks[at].scrollIntoView({ block: "center" });
    tell();
  };
  for (const button of steps.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => go(Number(button.dataset.step)));
  }
  steps.hidden = marks.length === 0;
  tell();
}

document.querySelectorAll(".theme").forEach(setUpThemeButton);
document.querySelectorAll(".copy").forEach((button) => setUpCopying(button, citation));
for (const button of document.querySelectorAll("[data-quote]")) {
  setUpCopying(button, () => quotationWithCitation(button.dataset.quote));
}
document.querySelectorAll(".steps").forEach(setUpSteps);
