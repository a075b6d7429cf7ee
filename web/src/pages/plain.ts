/** Pages without a script of their own, such as the error pages. */
import { start } from "./page";

start();
