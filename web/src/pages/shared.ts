/** The page that a share link opens. */
import { start } from "./page";
import "./shared.css";

start();
