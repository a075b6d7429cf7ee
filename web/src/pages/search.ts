/** The search page: times in the reader's zone. */
import { start } from "./page";
import "./search.css";

start();
