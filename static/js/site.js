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

// Facets begin closed where they would push the results off a phone's screen.
function closeFacetsOnPhones() {
  if (!matchMedia("(max-width: 900px)").matches) return;
  for (const box of document.querySelectorAll(".fbox[open]")) box.open = false;
}

document.querySelectorAll(".theme").forEach(setUpThemeButton);
closeFacetsOnPhones();
