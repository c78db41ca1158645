import { inject } from "@angular/core";
import { TestBed } from "@angular/core/testing";
import { screen } from "@testing-library/dom";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { appConfig } from "../src/app.config.ts";
import { CurrentSession } from "../src/current-session.ts";
import { Gate, SIGN_IN, type SignIn } from "../src/gate.ts";
import { createOrdersApi } from "../src/orders/orders-api.ts";
import { ada } from "./ada.ts";

async function show(parts: Partial<SignIn>) {
  const way: SignIn = { opened: undefined, field: undefined, signIn: vi.fn(async () => ada()), ...parts };
  const api = () => createOrdersApi("/api", inject(CurrentSession).session()?.fetch);
  TestBed.configureTestingModule({
    providers: [...appConfig(api).providers, { provide: SIGN_IN, useValue: way }],
  });
  const gate = TestBed.createComponent(Gate);
  await gate.whenStable();
  return userEvent.setup();
}

it("shows no order to who is not signed in, but the way to sign in", async () => {
  const signIn = vi.fn(async () => ada());
  const user = await show({ signIn });
  expect(screen.queryByText("ada@example.com")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByText("ada@example.com")).toBeTruthy();
});

it("asks for what has to be typed in", async () => {
  const signIn = vi.fn(async () => ada());
  const user = await show({ field: "Access key", signIn });
  await user.type(screen.getByLabelText("Access key"), "id.secret");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(signIn).toHaveBeenCalledWith("id.secret");
});

it("says why a sign-in came to nothing", async () => {
  await show({ problem: new Error("You could not be signed in. Try again.") });
  expect(screen.getByRole("alert").textContent).toContain("could not be signed in");
});

it("shows who is signed in, and signs them out", async () => {
  const session = ada();
  const user = await show({ opened: session });
  expect(await screen.findByText("ada@example.com")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Sign out" }));
  expect(session.signOut).toHaveBeenCalled();
});
