import { onDocker } from "./support/cellar";
import { storesArePutBack } from "./support/stores";

storesArePutBack("cellar-e2e", onDocker);
