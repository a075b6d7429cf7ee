/** The page of the API: styles only, it is read and needs no script. */
import "./theme.css";
import "./pages/frame.css";
import "./docs.css";
