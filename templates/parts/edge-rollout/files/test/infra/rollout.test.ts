import { FileSystem } from "aws-cdk-lib";
import { afterEach, expect, it, vi } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

afterEach(() => vi.restoreAllMocks());

const stage = stages[0]?.name;
const synthesised = (release: string) => {
  const { fingerprint } = FileSystem;
  vi.spyOn(FileSystem, "fingerprint").mockImplementation((path, options) =>
    path === "web/dist" ? release : fingerprint.call(FileSystem, path, options),
  );
  const templates = templatesOf(stage);
  const web = templates.get(`${slug}-web-${stage}`);
  const content = templates.get(`${slug}-content-${stage}`);
  const stores = Object.values(web?.findResources("AWS::CloudFront::KeyValueStore") ?? {});
  const copies = Object.values(content?.findResources("Custom::CDKBucketDeployment") ?? {});
  const prefixes = copies.map(({ Properties }) => String(Properties.DestinationBucketKeyPrefix ?? ""));
  vi.restoreAllMocks();
  return { stores, prefixes, release: content?.findOutputs("Release").Release?.Value };
};

it("another build is another release beside the last one, in the same key value store", () => {
  const [one, two] = [synthesised("one"), synthesised("two")];
  // CloudFormation takes no change of what a store imports, and imports nothing into one that is there.
  expect(two.stores).toEqual(one.stores);
  expect(one.stores.map(({ Properties }) => Properties.ImportSource)).toEqual([undefined]);
  expect([one.release, two.release]).toEqual(["one", "two"]);
  const releases = ({ prefixes }: typeof one) => prefixes.filter((prefix) => prefix.startsWith("releases/"));
  expect(releases(one).length).toBeGreaterThan(0);
  expect(releases(two)).toEqual(releases(one).map((prefix) => prefix.replace("/one/", "/two/")));
});

it("the pages of a deploy are also where visitors look until a release is chosen", () => {
  const { prefixes } = synthesised("one");
  for (const prefix of prefixes.filter((each) => each.startsWith("releases/one/"))) {
    expect(prefixes).toContain(prefix.replace("releases/one/", ""));
  }
});
