/** What the runtime of CloudFront Functions offers to import. */
declare module "cloudfront" {
  const cloudfront: {
    /** The key value store of the function. */
    kvs(): { get(key: string): Promise<string>; exists(key: string): Promise<boolean> };
  };
  export default cloudfront;
}
