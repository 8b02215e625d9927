// A running batch goes on by itself while its page is open, a step at a time; without script there is a button.
(() => {
  const form = document.querySelector("form[data-goes-on]");
  if (!form) return;
  const bar = form.querySelector("progress");
  const words = form.querySelector("[role=status]");
  const button = form.querySelector("[type=submit]");

  async function goOn() {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(answer.statusText);
    const progress = await answer.json();
    bar.value = progress.done;
    words.textContent = progress.words;
    return progress.running;
  }

  (async () => {
    button.hidden = true;
    try {
      while (await goOn());
      location.reload();
    } catch {
      // The button says by itself that one can try again.
      button.hidden = false;
    }
  })();
})();
