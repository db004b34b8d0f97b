import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SETTINGS } from "./settings.mjs";

const NAMES = ["wallet", "cafe", "merchant", "operator", "desk", "anvil"];

/** Starts the whole demo on free ports. Gives the origins by name and `stop`. */
export async function startStack() {
  const ports = await freePorts(NAMES.length + 1);
  const state = await mkdtemp(join(tmpdir(), "cryptocity-shots-"));
  const flags = NAMES.flatMap((name, position) => [`--${name}-port`, String(ports[position])]);
  const program = join(SETTINGS.programs, "cryptocity-demo");
  const child = spawn(program, ["--dist", SETTINGS.dist, "--anvil", SETTINGS.anvil, "--state-dir", state, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Also when this process is told to stop on the way.
  process.once("exit", () => child.kill("SIGTERM"));
  const ended = new Promise((resolve) => child.once("close", resolve));
  let said = "";
  const running = new Promise((resolve, reject) => {
    const listen = (data) => {
      said += data;
      if (said.includes("The demo is running")) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("error", reject);
    ended.then((code) => reject(new Error(`the demo ended with ${code}: ${said.slice(-2000)}`)));
  });
  const gallery = serveGallery(ports.at(-1));
  const stop = async () => {
    gallery.kill("SIGTERM");
    child.kill("SIGTERM");
    await ended;
    await rm(state, { recursive: true, force: true });
  };
  try {
    await running;
  } catch (error) {
    await rm(state, { recursive: true, force: true });
    throw error;
  }
  const origins = Object.fromEntries(NAMES.map((name, position) => [name, `http://127.0.0.1:${ports[position]}`]));
  // Another site than the café, as in the demo.
  origins.wallet = `http://localhost:${ports[0]}`;
  origins.gallery = `http://localhost:${ports.at(-1)}`;
  return { ...origins, state, logs: () => readLogs(state), stop };
}

/** The gallery of components, with the headers of the site. */
function serveGallery(port) {
  const flags = ["--dist", SETTINGS.gallery, "--listen", `127.0.0.1:${port}`];
  const child = spawn(join(SETTINGS.programs, "site"), flags, { stdio: "ignore" });
  process.once("exit", () => child.kill("SIGTERM"));
  return child;
}

async function readLogs(state) {
  const folder = join(state, "logs");
  const names = await readdir(folder).catch(() => []);
  const tail = async (name) => `---- ${name}\n${(await readFile(join(folder, name), "utf8")).slice(-1500)}`;
  return (await Promise.all(names.map(tail))).join("\n");
}

export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
