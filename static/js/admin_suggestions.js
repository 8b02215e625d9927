// The queue of readers' suggestions by keyboard: j and k go down and up, a accepts, r rejects.
(() => {
  const rows = [...document.querySelectorAll("#result_list tbody tr")].filter((row) => row.querySelector(".accept"));
  if (!rows.length) return;
  let at = 0;

  function go(to) {
    rows[at].classList.remove("current");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("current");
    rows[at].querySelector(".accept").focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    // By place on the keyboard, so that a Persian layout is one too.
    if (event.code === "KeyJ") go(at + 1);
    else if (event.code === "KeyK") go(at - 1);
    else if (event.code === "KeyA") rows[at].querySelector(".accept").click();
    else if (event.code === "KeyR") rows[at].querySelector(".reject").click();
  });
  rows[0].classList.add("current");
})();
