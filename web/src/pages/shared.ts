/** Styles of the page that a share link opens; it has no script. */
import "../theme.css";
import "./frame.css";
import "./shared.css";
