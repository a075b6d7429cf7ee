/** The page of the API. */
import { start } from "./pages/page";
import "./docs.css";

start();
