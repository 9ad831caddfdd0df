import { Button } from "../../components/Button";
import { useScene } from "./scene";

/** In the place of the field, for who is not in the chat. */
export function JoinFirst() {
  const { me, room, act } = useScene();
  return (
    <div className="writing join">
      <p className="grow">
        {me.name} is not in {room.title}.
      </p>
      <Button data-testid="join" onClick={() => void act({ type: "join" })}>
        Join
      </Button>
    </div>
  );
}
