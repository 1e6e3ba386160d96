// The agent speaks HTTP/1.1 (undici's default): undici does without this module where Node was built without it.
exports.constants = {};
