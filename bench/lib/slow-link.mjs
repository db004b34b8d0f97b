import { connect, createServer } from "node:net";

/** Lighthouse's slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
export const SLOW_4G = { down: 200_000, up: 93_750, roundTrip: 150 };

/**
 * A link to servers of this machine that is as slow as a telephone's: every connection through it shares the bandwidth.
 * Chromium's own throttling leaves out what workers fetch; this does not.
 */
export class SlowLink {
  #speed;
  #down;
  #up;
  #servers = [];

  constructor(speed) {
    this.#speed = speed;
    this.#down = new Lane(speed.down, speed.roundTrip / 2);
    this.#up = new Lane(speed.up, speed.roundTrip / 2);
  }

  /** A port of the link that leads to `port`. */
  async to(port) {
    const server = createServer((near) => this.#connect(near, port));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#servers.push(server);
    return server.address().port;
  }

  #connect(near, port) {
    const far = connect(port, "127.0.0.1");
    near.setNoDelay(true);
    far.setNoDelay(true);
    // The first bytes wait for the handshake of the connection.
    const ready = Date.now() + this.#speed.roundTrip;
    this.#up.carry(near, far, ready);
    this.#down.carry(far, near, 0);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ]) {
      end.on("error", () => other.destroy());
      end.on("close", () => setTimeout(() => other.end(), this.#speed.roundTrip));
    }
  }

  close() {
    for (const server of this.#servers) server.close();
  }
}

/** One direction: a queue with so many bytes a second, then a way that takes `delay` ms. */
class Lane {
  #rate;
  #delay;
  #free = 0;

  constructor(rate, delay) {
    this.#rate = rate;
    this.#delay = delay;
  }

  carry(from, to, earliest) {
    from.on("data", (bytes) => {
      // In packets, so that several files share the link as they would.
      for (let start = 0; start < bytes.length; start += 1400) {
        const part = bytes.subarray(start, start + 1400);
        const begin = Math.max(Date.now(), this.#free, earliest);
        this.#free = begin + (part.length / this.#rate) * 1000;
        setTimeout(() => to.destroyed || to.write(part), this.#free + this.#delay - Date.now());
      }
    });
  }
}
