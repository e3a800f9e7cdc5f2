// A photo is made small before it is sent: quicker on a slow network. Without this the whole file goes; the server takes the traces off.
(() => {
  const LONG = 1600, LIGHT = 400 * 1024;
  const shrink = async (file) => {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    return small && small.size < file.size ? new File([small], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  };
  document.addEventListener("change", async ({ target }) => {
    const file = target.matches("input[type=file][accept='image/*']") && target.files[0];
    if (!file || file.size < LIGHT || !window.createImageBitmap || !window.DataTransfer) return;
    try {
      const held = new DataTransfer();
      held.items.add(await shrink(file));
      if (target.files[0] === file) target.files = held.files;
    } catch { /* not a picture that this browser reads: the server says so */ }
  });
})();
