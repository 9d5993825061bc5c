// A photo is shown before it is handed in, and drawn anew on the device: smaller, because a class sends thirty at once
// over one wifi, and without the place and time that hung on it, also while it waits for wifi in the outbox.
// What the device cannot read is sent as it is; the server says what is wrong with it. Of two things it is said here.
for (const field of document.querySelectorAll("[data-photo]")) {
  const most = 10e6, side = 1600;
  const { form } = field, part = (name) => form.querySelector(`[data-${name}]`);
  const box = part("photo-shown"), problem = part("photo-problem"), status = part("photo-status"), canvas = box.querySelector("canvas");
  let drawing = null;

  const tell = (text) => {
    problem.hidden = !text;
    problem.lastElementChild.textContent = text;
    field.setCustomValidity(text);
  };
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
    return new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
  };
  // As app/learning/photo.py reads it: by content, whatever the name says.
  const isHeic = async (file) => {
    const head = new TextDecoder("latin1").decode(await file.slice(0, 64).arrayBuffer());
    return head.slice(4, 8) === "ftyp" && (/he[iv][cxms]/.test(head) || /m[is]f1/.test(head) && !head.includes("avif"));
  };
  const chosen = async (file) => {
    const fresh = await drawn(file).catch(() => null);
    const heic = !fresh && await isHeic(file);
    if (field.files[0] !== file) return;  // another one was chosen meanwhile
    if (fresh) {
      const held = new DataTransfer();
      held.items.add(new File([fresh], "foto.jpg", { type: "image/jpeg" }));
      field.files = held.files;
      status.textContent = field.dataset.photo;
    }
    box.hidden = !fresh;
    tell(heic ? field.dataset.heic : field.files[0].size > most ? field.dataset.big : "");
  };

  field.addEventListener("change", () => {
    box.hidden = true;
    status.textContent = "";
    tell("");
    const [file] = field.files;
    if (!file) return;
    const now = chosen(file).catch(() => {}).finally(() => { if (drawing === now) drawing = null; });
    drawing = now;
  });
  // Handed in while it is still being drawn: in a moment. Handed in without it: it stays where it was.
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (submitter?.name === "show") field.value = "";
    else if (drawing) {
      event.preventDefault();
      event.stopImmediatePropagation();
      drawing.then(() => form.requestSubmit(submitter));
    }
  }, true);
  const fold = part("no-camera");
  if (fold) navigator.mediaDevices?.enumerateDevices().then((all) => { fold.open ||= !all.some((one) => one.kind === "videoinput"); }).catch(() => {});
}
