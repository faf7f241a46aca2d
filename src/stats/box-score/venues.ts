/** Retrosheet's codes of the parks in which most games of these years were played; any other code is shown as it is. */
const parks: Readonly<Record<string, string>> = {
  ANA01: "Angel Stadium",
  ARL02: "Globe Life Park in Arlington",
  ARL03: "Globe Life Field",
  ATL02: "Turner Field",
  ATL03: "Truist Park",
  BAL12: "Oriole Park at Camden Yards",
  BOS07: "Fenway Park",
  BUF05: "Sahlen Field",
  CHI11: "Wrigley Field",
  CHI12: "Guaranteed Rate Field",
  CIN09: "Great American Ball Park",
  CLE08: "Progressive Field",
  DEN02: "Coors Field",
  DET05: "Comerica Park",
  HOU03: "Minute Maid Park",
  KAN06: "Kauffman Stadium",
  LOS03: "Dodger Stadium",
  MIA02: "Marlins Park",
  MIL06: "Miller Park",
  MIN04: "Target Field",
  NYC20: "Citi Field",
  NYC21: "Yankee Stadium",
  OAK01: "Oakland Coliseum",
  PHI13: "Citizens Bank Park",
  PHO01: "Chase Field",
  PIT08: "PNC Park",
  SAN02: "Petco Park",
  SEA03: "T-Mobile Park",
  SFO03: "Oracle Park",
  STL10: "Busch Stadium",
  STP01: "Tropicana Field",
  TOR02: "Rogers Centre",
  WAS11: "Nationals Park",
};

/** What a park is called: `CLE08` is Progressive Field. */
export function venueName(park: string | null): string | null {
  if (park === null) return null;
  return Object.hasOwn(parks, park) ? (parks[park] as string) : park;
}
