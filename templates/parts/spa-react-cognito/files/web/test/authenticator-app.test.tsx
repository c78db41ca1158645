import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Authenticator } from "../src/authenticator.ts";
import { AuthenticatorApp } from "../src/authenticator-app.tsx";

afterEach(cleanup);

const secret = { text: "ABCD EFGH", uri: "otpauth://totp/shop:ada", qrCode: "data:image/svg+xml,<svg/>" };
let authenticator: Authenticator;
beforeEach(() => {
  authenticator = {
    open: vi.fn(async () => secret),
    turnOn: vi.fn(async () => undefined),
    turnOff: vi.fn(async () => undefined),
  };
});

async function open() {
  render(<AuthenticatorApp authenticator={authenticator} />);
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Authenticator app" }));
  return user;
}

it("shows the secret in three ways, and turns the app on by its code", async () => {
  const user = await open();
  expect(await screen.findByText("ABCD EFGH")).toBeTruthy();
  expect(screen.getByRole("link").getAttribute("href")).toBe(secret.uri);
  expect(screen.getByAltText("QR code for your app").getAttribute("src")).toBe(secret.qrCode);
  await user.type(screen.getByLabelText("Code that the app shows"), "123456");
  await user.click(screen.getByRole("button", { name: "Turn on" }));
  expect(await screen.findByText(/It is on/)).toBeTruthy();
  expect(authenticator.turnOn).toHaveBeenCalledWith("123456");
  expect(screen.queryByText("ABCD EFGH")).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("heading"));
});

it("says that a code is wrong, and takes another", async () => {
  authenticator.turnOn = vi
    .fn<Authenticator["turnOn"]>()
    .mockRejectedValueOnce(new Error("This code is not right."));
  const user = await open();
  const code = await screen.findByLabelText("Code that the app shows");
  await user.type(code, "000000");
  await user.click(screen.getByRole("button", { name: "Turn on" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("This code is not right.");
  expect(document.activeElement).toBe(alert);
  expect(screen.getByText("ABCD EFGH")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Turn on" }));
  expect(await screen.findByText(/It is on/)).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

it("removes an app that is on, and closes", async () => {
  authenticator.open = vi.fn(async () => "on" as const);
  const user = await open();
  await user.click(await screen.findByRole("button", { name: "Remove" }));
  expect(authenticator.turnOff).toHaveBeenCalled();
  await vi.waitFor(() => expect(document.querySelector("dialog")?.open).toBe(false));
});

it("says why nothing can be shown, and forgets it when closed", async () => {
  authenticator.open = vi
    .fn<Authenticator["open"]>()
    .mockRejectedValueOnce(new Error("Your sign-in is over."))
    .mockResolvedValueOnce(secret);
  const user = await open();
  expect((await screen.findByRole("alert")).textContent).toContain("Your sign-in is over.");
  expect(document.querySelector("dialog")?.open).toBe(true);
  await user.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("alert")).toBeNull();
});
