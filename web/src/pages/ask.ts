/** The page to ask all of one's meetings. */
import { offerAsking } from "./ask/page";
import { start } from "./page";

start();
offerAsking(document);
