import { useLingui } from "@lingui/react/macro";
import { Icon } from "@pannier/ui/icons";
import { type ChangeEvent, useEffect, useState } from "react";
import { Note } from "../base/parts.tsx";
import { type Photo, preparePhoto } from "./photo.ts";

/** Take one photo with the phone's camera. */
export function PhotoField({ onPhoto }: { onPhoto: (file: Blob | null) => void }) {
  const { t } = useLingui();
  const [photo, setPhoto] = useState<Photo | null>(null);
  const [preview, setPreview] = useState<string | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  useEffect(() => {
    if (!photo) return;
    const url = URL.createObjectURL(photo.file);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [photo]);
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const [raw] = event.target.files ?? [];
    event.target.value = "";
    if (!raw) return;
    try {
      const made = await preparePhoto(raw);
      setUnreadable(false);
      setPhoto(made);
      onPhoto(made.file);
    } catch {
      // Not a picture this browser can read: the rider takes another.
      setUnreadable(true);
    }
  };
  return (
    <div className="dr-photo">
      {preview && photo && <img src={preview} alt={t`What you took`} />}
      {photo?.doubt === "dark" && (
        <Note tone="warn">{t`This photo is very dark. Take it again if you can.`}</Note>
      )}
      {photo?.doubt === "blurred" && (
        <Note tone="warn">{t`This photo looks blurred. Take it again if you can.`}</Note>
      )}
      {unreadable && <Note tone="danger">{t`This picture cannot be read. Take another one.`}</Note>}
      <label className="dr-button dr-button--plain">
        <Icon name="camera" size={22} />
        <span>{photo ? t`Take it again` : t`Take a photo`}</span>
        <input type="file" accept="image/*" capture="environment" onChange={(event) => void take(event)} />
      </label>
      {!photo && <p className="dr-muted">{t`The parcel and the door; no faces, no number plates.`}</p>}
    </div>
  );
}
