import "./load.js";
import "./app/main.js";
