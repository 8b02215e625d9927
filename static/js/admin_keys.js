// Keys of the desk. Letters are told by where they stand on the keyboard, so that they work in a Persian layout too;
// whoever types in a field types, and nothing else happens.
(() => {
  const TYPING = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, " +
    "[contenteditable], [role=combobox], [role=searchbox], [role=textbox]";
  const help = document.querySelector("#keys");
  const table = document.querySelector("#result_list");
  const form = document.querySelector("#article_form");

  // In the list one row is the current one; its link has the focus.
  const links = () => [...(table?.querySelectorAll("tbody th a, tbody td.field-titled a") ?? [])];
  const current = () => document.activeElement?.closest?.("#result_list tbody tr");

  function move(by) {
    const all = links();
    const at = all.findIndex((link) => current()?.contains(link));
    all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  }

  function choose() {
    current()?.querySelector(".action-select")?.click();
  }

  function reviewed() {
    const action = document.querySelector("#changelist-form select[name=action]");
    if (!action || ![...action.options].some((option) => option.value === "mark_reviewed")) return;
    if (!table.querySelector(".action-select:checked")) choose();
    if (!table.querySelector(".action-select:checked")) return;
    action.value = "mark_reviewed";
    document.querySelector("#changelist-form [name=index]").click();
  }

  const focusOn = (id) => () => {
    const input = document.querySelector(id);
    const box = input?.nextElementSibling?.querySelector?.(".select2-selection");
    (box ?? input)?.focus();
    if (!box) input?.select?.();
  };

  const save = () => form?.querySelector("[name=_next]")?.click();

  const LIST = {
    KeyJ: () => move(1),
    KeyK: () => move(-1),
    KeyX: choose,
    KeyS: reviewed,
    Slash: () => document.querySelector("#searchbar")?.focus(),
  };
  const FORM = {
    KeyS: save,
    KeyD: focusOn("#id_published_on"),
    KeyP: focusOn("#id_main_province"),
    KeyM: focusOn("#id_source"),
    KeyT: focusOn("#id_title"),
    KeyG: () => document.querySelector("#speakers-group .add-row a")?.click(),
    KeyB: () => document.querySelector(".report")?.focus(),
  };
  const keys = form ? FORM : table ? LIST : {};

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    if (form && event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.target.closest?.(TYPING)) return;
    if (event.key === "?" || event.key === "؟") {
      if (help) help.hidden = !help.hidden;
      return;
    }
    const act = event.shiftKey ? null : keys[event.code];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  // «؟» is worth nothing if nobody knows of it: a button says so to those who have a script.
  if (help) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "keys-button";
    button.textContent = "؟ کلیدها";
    button.setAttribute("aria-controls", "keys");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => (help.hidden = !help.hidden));
    new MutationObserver(() => button.setAttribute("aria-expanded", String(!help.hidden))).observe(help, { attributes: true });
    help.before(button);
  }
})();
