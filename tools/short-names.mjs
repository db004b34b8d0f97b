// Shortens the names by which a module of wasm-bindgen and its script know each other. They end in hashes, which no
// compression makes smaller, and stand in both files.

/** Gives the script and the module with short names in place of the long ones that they share. */
export function shortenNames(script, module) {
  const names = new Map();
  const short = (name) => {
    if (!LONG.test(name)) return name;
    if (!names.has(name)) names.set(name, letters(names.size));
    return names.get(name);
  };
  const shortened = rewrite(module, short);
  const identifier = /[A-Za-z_$][\w$]*/g;
  const text = script.replace(identifier, (name) => names.get(name) ?? name);
  return { script: text, module: shortened };
}

/** What wasm-bindgen makes up; `memory` and the like stay. */
const LONG = /^(__wb|wasm_bindgen__)/;

/** a, b, … z, aa, ab, … with a sign that no name of the script begins with. */
function letters(number) {
  const digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  let text = "";
  for (let rest = number + 1; rest > 0; rest = Math.floor((rest - 1) / 52)) text = digits[(rest - 1) % 52] + text;
  return `$${text}`;
}

const IMPORTS = 2;
const EXPORTS = 7;

function rewrite(module, short) {
  const sections = [module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const id = module[at];
    const size = readNumber(module, at + 1);
    const body = module.subarray(size.end, size.end + size.value);
    const read = id === IMPORTS ? rewriteImports : id === EXPORTS ? rewriteExports : (bytes) => bytes;
    const written = read(body, short);
    sections.push(Uint8Array.of(id), number(written.length), written);
    at = size.end + size.value;
  }
  return Buffer.concat(sections);
}

/** vec of: module, name, kind, description. */
function rewriteImports(body, short) {
  const count = readNumber(body, 0);
  const parts = [number(count.value)];
  let at = count.end;
  for (let entry = 0; entry < count.value; entry += 1) {
    const module = readText(body, at);
    const name = readText(body, module.end);
    const end = endOfDescription(body, name.end);
    parts.push(text(module.value), text(short(name.value)), body.subarray(name.end, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** vec of: name, kind, index. */
function rewriteExports(body, short) {
  const count = readNumber(body, 0);
  const parts = [number(count.value)];
  let at = count.end;
  for (let entry = 0; entry < count.value; entry += 1) {
    const name = readText(body, at);
    const end = readNumber(body, name.end + 1).end;
    parts.push(text(short(name.value)), body.subarray(name.end, end));
    at = end;
  }
  return Buffer.concat(parts);
}

function endOfDescription(body, at) {
  const limits = (start) => {
    const least = readNumber(body, start + 1).end;
    return body[start] & 1 ? readNumber(body, least).end : least;
  };
  switch (body[at]) {
    case 0: // function: type
      return readNumber(body, at + 1).end;
    case 1: // table: element type, limits
      return limits(at + 2);
    case 2: // memory: limits
      return limits(at + 1);
    case 3: // global: value type, mutability
      return at + 3;
    default:
      throw new Error(`an import of an unknown kind: ${body[at]}`);
  }
}

function readNumber(bytes, start) {
  let value = 0;
  for (let at = start, shift = 0; ; at += 1, shift += 7) {
    value += (bytes[at] & 127) * 2 ** shift;
    if (bytes[at] < 128) return { value, end: at + 1 };
  }
}

function number(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Uint8Array.of(...bytes, rest);
    bytes.push((rest & 127) | 128);
  }
}

function readText(bytes, start) {
  const size = readNumber(bytes, start);
  const end = size.end + size.value;
  return { value: Buffer.from(bytes.subarray(size.end, end)).toString("utf8"), end };
}

function text(value) {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([number(bytes.length), bytes]);
}
