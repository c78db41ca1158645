/** Stands for the rendered parts/edge-failover/files/infra/standby-region.ts.hbs. */
export const standbyRegion: string = "eu-central-1";
