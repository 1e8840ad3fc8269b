/** A few tools in one static file, for what a target does beside a system's own containers, whose images may hold none. */
export const toolsImage = "busybox:1.37-musl";
