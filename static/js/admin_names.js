// Select2 gives its boxes no names. Each gets that of the label above it, so that it can be heard and not only seen.
(() => {
  const $ = window.django?.jQuery;
  if (!$) return;

  function name(select) {
    const box = select.nextElementSibling;
    const label = select.labels[0];
    if (!box || !label) return;
    const text = label.textContent.replace(/:\s*$/, "").trim();
    label.id ||= `${select.id}_label`;
    for (const part of box.querySelectorAll("[role=textbox], [role=searchbox]")) part.setAttribute("aria-label", text);
    const single = box.querySelector("[role=combobox][aria-labelledby]");
    if (single) single.setAttribute("aria-labelledby", `${label.id} select2-${select.id}-container`);
    else box.querySelector("[role=combobox]")?.setAttribute("aria-label", text);
  }

  function nameAll(root) {
    root.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])").forEach(name);
  }

  // Registered after autocomplete.js registered its own, so the boxes are there.
  $(() => nameAll(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameAll(event.target)));
  $(document).on("select2:open", (event) => {
    const typed = document.querySelector(".select2-dropdown .select2-search__field");
    typed?.setAttribute("aria-label", event.target.labels[0]?.textContent ?? "");
  });
})();
