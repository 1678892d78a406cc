window.ui = window.SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  // The validator would be asked on a foreign host.
  validatorUrl: null,
});
