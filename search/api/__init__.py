"""The archive for programs: /api/v1/, described by its own OpenAPI document and docs/api.md."""
