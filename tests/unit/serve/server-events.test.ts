import fc from "fast-check";
import { expect, it } from "vitest";
import { ServerEventParser } from "../../../src/serve/browser/server-events.js";
import { propertyRuns } from "../../support/property-runs.js";

const stream =
  'retry: 1500\n\n: a comment\n\nid: public/a-1\nevent: play\ndata: {"text":"one"}\n\nid: public/a-2\n\nevent: play\ndata: first line\r\ndata: second\r\n\r\n';

const events = [
  { id: "public/a-1", type: "play", data: '{"text":"one"}' },
  { id: "public/a-2", type: "message", data: "" },
  { id: "public/a-2", type: "play", data: "first line\nsecond" },
];

it("parses the same events however the stream is split", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 30 }), (cuts) => {
      const parser = new ServerEventParser();
      const places = [0, ...cuts.sort((one, other) => one - other), stream.length];
      const pieces = places.slice(1).map((end, index) => stream.slice(places[index], end));
      const found = pieces.flatMap((piece) => parser.push(piece));
      const named = found.filter(({ id }) => id !== "");
      expect(named).toEqual(events);
      expect(parser.retry).toBe(1_500);
    }),
    { numRuns: propertyRuns(300) },
  );
});
