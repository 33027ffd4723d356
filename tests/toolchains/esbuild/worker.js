import "./load.js";
import "./app/worker.js";
