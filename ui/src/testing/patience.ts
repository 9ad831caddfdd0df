import { configure } from "@testing-library/react";

// A second, the default, is short where the processor has other work. What holds is seen at once all the same.
configure({ asyncUtilTimeout: 15_000 });
