/**
 * `<qr-scanner>`: shows the camera in the <video> it holds and reads codes, also from the picture of an <input type=file>.
 * Says `found` with the text, or `trouble` with `denied` (the camera is not allowed), `camera` (there is none) or
 * `nothing` (no code on the picture). The picture never leaves the page. Loaded by the page that scans, and only then.
 */
const PAUSE = 150;
const LARGEST = 1600;

/** The browser's own detector where it reads QR codes, else the decoder, loaded now: `(source) => text or undefined`. */
const makeDecoder = async () => {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (source) => (await detector.detect(source))[0]?.rawValue;
  }
  const { decodeQR } = await import("/scan/decode.js");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    const width = source.videoWidth ?? source.width;
    const height = source.videoHeight ?? source.height;
    const scale = Math.min(1, LARGEST / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return undefined;
    }
  };
};

class QrScanner extends HTMLElement {
  #stream;
  #decoder;

  connectedCallback() {
    this.addEventListener("change", this);
    this.#film().catch((error) => {
      this.#say("trouble", error?.name === "NotAllowedError" ? "denied" : "camera");
    });
  }

  disconnectedCallback() {
    this.removeEventListener("change", this);
    this.#stop();
  }

  /** A picture was chosen. */
  async handleEvent(event) {
    const [file] = event.target.files ?? [];
    if (!file) return;
    event.target.value = "";
    const picture = await createImageBitmap(file).catch(() => undefined);
    const text = picture && (await (await this.#decode())(picture).catch(() => undefined));
    picture?.close();
    if (text) this.#found(text);
    else this.#say("trouble", "nothing");
  }

  async #film() {
    const devices = navigator.mediaDevices;
    if (!devices?.getUserMedia) throw new Error("no camera");
    const stream = await devices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    const video = this.querySelector("video");
    if (!this.isConnected || !video) {
      stream.getTracks().forEach((track) => track.stop());
      return;
    }
    this.#stream = stream;
    video.srcObject = stream;
    await video.play();
    const decode = await this.#decode();
    while (this.#stream) {
      const text = video.readyState >= 2 ? await decode(video).catch(() => undefined) : undefined;
      if (text) {
        this.#found(text);
        // The same code again only after a while: the page may have refused it.
        await new Promise((done) => setTimeout(done, 2000));
      }
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }

  #decode() {
    return (this.#decoder ??= makeDecoder());
  }

  #found(text) {
    this.#say("found", text);
  }

  #say(name, detail) {
    if (this.isConnected) this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = undefined;
  }
}

customElements.define("qr-scanner", QrScanner);
