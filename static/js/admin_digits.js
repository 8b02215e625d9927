// The admin's own script counts chosen rows with Latin digits; they are shown as Persian ones.
(() => {
  const persian = (text) => text.replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]);
  for (const counter of document.querySelectorAll(".action-counter")) {
    new MutationObserver(() => {
      const text = persian(counter.textContent);
      if (text !== counter.textContent) counter.textContent = text;
    }).observe(counter, { childList: true, characterData: true, subtree: true });
  }
})();
