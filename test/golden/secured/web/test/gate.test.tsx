import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, expect, it, vi } from "vitest";
import { Gate, type GateProps } from "../src/gate.tsx";
import { ada } from "./ada.ts";

afterEach(cleanup);

function show(parts: Partial<GateProps>) {
  const props: GateProps = {
    apiBaseUrl: "/api",
    opened: undefined,
    field: undefined,
    signIn: vi.fn(async () => ada()),
    ...parts,
  };
  render(
    <MemoryRouter>
      <Gate {...props} />
    </MemoryRouter>,
  );
  return userEvent.setup();
}

it("shows no order to who is not signed in, but the way to sign in", async () => {
  const user = show({});
  expect(screen.queryByRole("heading", { name: "All orders" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByRole("heading", { name: "All orders" })).toBeTruthy();
});

it("asks for what has to be typed in", async () => {
  const signIn = vi.fn(async () => ada());
  const user = show({ field: "Access key", signIn });
  await user.type(screen.getByLabelText("Access key"), "id.secret");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(signIn).toHaveBeenCalledWith("id.secret");
});

it("says why a sign-in came to nothing", () => {
  show({ problem: new Error("You could not be signed in. Try again.") });
  expect(screen.getByRole("alert").textContent).toContain("could not be signed in");
});

it("shows who is signed in, calls the API as them, and signs them out", async () => {
  const session = ada();
  const user = show({ opened: session });
  expect(await screen.findByText("ada@example.com")).toBeTruthy();
  expect(session.fetch).toHaveBeenCalledWith("/api/orders", expect.anything());
  await user.click(screen.getByRole("button", { name: "Sign out" }));
  expect(session.signOut).toHaveBeenCalled();
});
