#!/usr/bin/env node
// Everything is in the bundle; see src/cli/main.ts.
import '../dist/cli.js';
