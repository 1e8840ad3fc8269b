import { nginxSettingRefusals } from "../../../shared/nginx-refusals";
import type { Engine } from "./engine";

/** Our own nginx, which serves sites as well. */
export const nginx: Engine = { refusals: nginxSettingRefusals };
