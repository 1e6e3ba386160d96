import "./look/look.css";
import { render } from "preact";
import { followAddressBar } from "./address.ts";
import { App } from "./app.tsx";
import { connectHere } from "./live/here.ts";
import { followTheme } from "./look/theme.ts";
import { startClock } from "./shell/clock.ts";
import { followLanguage } from "./words/language.ts";

followAddressBar();
followTheme();
followLanguage();
startClock();
connectHere();

const place = document.getElementById("page");
if (place !== null) render(<App />, place);
