import { Link } from "react-router";

/** What stands above every page. */
export function Bar() {
  return (
    <header className="bar">
      <Link to="/" className="brand">
        Orders
      </Link>
    </header>
  );
}
