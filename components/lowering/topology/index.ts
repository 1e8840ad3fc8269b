export { neededBy, placed } from "./place";
export { identityName, partIdentity } from "./identity";
export { placeable, type Elsewhere, type Placement } from "./placement";
export { checkPlacement } from "./check";
export { withUrls } from "./urls";
