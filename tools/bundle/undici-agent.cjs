// In the place of undici's index, which also loads fetch, WebSocket, caches and mocks. As there, `request` is put on.
const Dispatcher = require("undici/lib/dispatcher/dispatcher.js");
Dispatcher.prototype.request = require("undici/lib/api/api-request.js");
exports.Agent = require("undici/lib/dispatcher/agent.js");
