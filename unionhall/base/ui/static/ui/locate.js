// Where am I: asked only when pressed. Refused or silent, the other ways stay. Four places of a degree are ten metres.
(() => {
  const button = document.querySelector("[data-locate]"), said = document.querySelector("[data-locate-said]");
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = button.dataset.locating;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const form = button.form;
        form.elements.lat.value = coords.latitude.toFixed(4);
        form.elements.lng.value = coords.longitude.toFixed(4);
        form.elements.place.value = "";
        form.submit();
      },
      () => { said.textContent = button.dataset.refused; form_focus(); },
      { timeout: 10000, maximumAge: 60000 },
    );
  });
  const form_focus = () => button.form.elements.place.focus();
})();
