import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    // Everything in assets/ has its hash in its name and is cached for a year.
    assetsDir: "assets",
    sourcemap: false,
  },
});
