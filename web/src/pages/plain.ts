/** Pages without a script of their own, such as the error pages: styles only. */
import "../theme.css";
import "./frame.css";
