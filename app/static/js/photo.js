// A photo is shown before it is handed in, and made smaller on the way: a class sends thirty at once over one wifi.
// What the device cannot read (an old phone, a rare format) is sent as it is; the server says what is wrong with it.
for (const field of document.querySelectorAll("[data-photo]")) {
  const most = 12e6, side = 1600, worth = 5e5;
  const box = field.closest(".fotovak").querySelector("[data-photo-shown]"), canvas = box.querySelector("canvas");
  const status = field.closest(".fotovak").querySelector("[data-photo-status]");

  const drawn = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, side / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * share));
    canvas.height = Math.max(1, Math.round(picture.height * share));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  };
  const smaller = () => new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));

  field.addEventListener("change", async () => {
    const file = field.files[0];
    box.hidden = true;
    status.textContent = "";
    field.setCustomValidity("");
    if (!file) return;
    try {
      await drawn(file);
      const small = file.size > worth ? await smaller() : null;
      if (field.files[0] !== file) return;  // another one was chosen meanwhile
      if (small && small.size < file.size) {
        const held = new DataTransfer();
        held.items.add(new File([small], "foto.jpg", { type: "image/jpeg" }));
        field.files = held.files;
      }
      box.hidden = false;
      status.textContent = field.dataset.photo;
    } catch {
      box.hidden = true;
    }
    if (field.files[0]?.size > most) {
      field.setCustomValidity(field.dataset.big);
      field.reportValidity();
    }
  });
}
