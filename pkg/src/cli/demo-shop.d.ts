// The types of the demo shop, whose JavaScript the build copies into the package.

/** The settings of the shop that the command gives. */
export type ShopSettings = {
  host: string;
  port: number;
  database: string;
  folders: { page: string; package: string };
  loginEnvironment: string;
  loginOrigins: string[];
  apiKey: string;
  apiUrl: string;
  webhookSecret: string;
  tableSecret: string;
  lowestLevel: string;
};

/** Starts the shop over the functions of the package. */
export function startShop(ivy: object, settings: ShopSettings): Promise<{ origin: string; stop(): Promise<void> }>;
