"""The sample application's MCP server shows this file as it is now: edit it, and the next answer has the edit."""
