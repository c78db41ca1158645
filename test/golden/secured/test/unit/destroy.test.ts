import { describe, expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { destroy, type Tools } from "../../infra/destroy.ts";

const stage = stages[0]?.name ?? "";

/** An account with a function at the edge that Lambda refuses to delete some times; `did` says what happened in it. */
function account({ refusals = 0, code = 0, isTerminal = true, sure = true, problem = "" } = {}) {
  const did: string[] = [];
  let left = refusals;
  const refusal = "Lambda was unable to delete it because it is a replicated function.";
  const tools: Tools = {
    confirm: async () => (isTerminal ? sure : undefined),
    destroyStacks: async (argv) => {
      did.push(`destroy ${argv.join(" ")}`);
      return code;
    },
    edgeFunctions: async (name) => [`viewer-${name}`],
    deleteFunction: async (name) => {
      did.push(`delete ${name}`);
      if (problem) throw Object.assign(new Error(problem), { name: problem });
      left -= 1;
      if (left >= 0) throw new Error(refusal);
    },
    wait: async (milliseconds) => did.push(`wait ${milliseconds / 60_000} minutes`),
    say: (text) => did.push(text),
  };
  return { did, tools };
}

describe("destroy", () => {
  it("explains that CloudFront still has replicas, waits and tries again", async () => {
    const { did, tools } = account({ refusals: 2 });
    expect(await destroy([], tools)).toBe(0);
    expect(did).toEqual([
      "destroy --force",
      `delete viewer-${stage}`,
      expect.stringContaining("CloudFront still has replicas"),
      "wait 5 minutes",
      `delete viewer-${stage}`,
      "wait 5 minutes",
      `delete viewer-${stage}`,
      `Deleted viewer-${stage}.`,
    ]);
  });

  it("gives up after some hours, and says so", async () => {
    const { did, tools } = account({ refusals: Number.POSITIVE_INFINITY });
    expect(await destroy(["--force"], tools)).toBe(1);
    expect(did.filter((each) => each.startsWith("wait")).length).toBe(96);
    expect(did.at(-1)).toContain("After 8 hours");
  });

  it("takes a stage and more options along, and goes on where it was stopped", async () => {
    const last = stages.at(-1)?.name;
    const { did, tools } = account({ problem: "ResourceNotFoundException" });
    expect(await destroy(["-c", `stage=${last}`, "--force"], tools)).toBe(0);
    expect(did).toEqual([`destroy -c stage=${last} --force`, `delete viewer-${last}`]);
    await expect(destroy(["-c", "stage=none"], tools)).rejects.toThrow('no stage "none"');
  });

  it("deletes no function while its stack is there, and hides no other failure", async () => {
    const failed = account({ code: 3 });
    expect(await destroy([], failed.tools)).toBe(3);
    expect(failed.did).toEqual(["destroy --force"]);
    const refused = account({ sure: false });
    expect(await destroy([], refused.tools)).toBe(0);
    expect(refused.did).toEqual([]);
    const alone = account({ isTerminal: false });
    expect(await destroy([], alone.tools)).toBe(2);
    expect(alone.did).toEqual([expect.stringContaining("--force")]);
    await expect(destroy([], account({ problem: "AccessDenied" }).tools)).rejects.toThrow("AccessDenied");
  });
});
