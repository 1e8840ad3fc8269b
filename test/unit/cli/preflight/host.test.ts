import { expect, it } from "vitest";
import { insideOf } from "../../../../cli/preflight/host";

it("reads disk, listening ports and addresses from what a container of the host sees", () => {
  const text = `Filesystem     1024-blocks      Used Available Capacity Mounted on
/dev/vda1         1000000    600000    400000      60% /probe
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 2 1
  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000
Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 127.0.0.1
        /32 host LOCAL
     |-- 192.0.2.7
        /32 host LOCAL
     |-- 192.0.2.0
        /24 link UNICAST
Local:
     |-- 192.0.2.7
        /32 host LOCAL
00000000000000000000000000000001 01 80 10 80       lo
20010db8000000000000000000000007 02 40 00 80     eth0
fe800000000000000000000000000001 02 40 20 80     eth0
Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
eth0	000200C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
boot: 6f3b1b9c-0000-4000-8000-000000000000
network: net:[4026531840]
`;
  expect(insideOf(text)).toEqual({
    disk: { total: 1_024_000_000, free: 409_600_000 },
    ports: [80, 443],
    addresses: ["192.0.2.7", "2001:db8::7"],
    routes: [{ first: 192 * 2 ** 24 + 512, count: 256 }],
    place: { boot: "6f3b1b9c-0000-4000-8000-000000000000", network: "net:[4026531840]" },
  });
});
