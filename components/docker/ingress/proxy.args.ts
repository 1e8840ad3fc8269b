/** The user of nginx's official image, with its group. */
export const proxyUser = "101:101";
