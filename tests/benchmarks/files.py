"""One tiny instance in each format, with numbers one can check by hand."""

SOLOMON = """TINY

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0          0          0          0        100          0
    1      3          4          6          0         50          2
    2      3          0          4         20         30          2
    3      1          1          5          0         60          2
"""

LI_LIM = """2 10 1
0 0 0 0 0 100 0 0 0
1 3 4 6 0 50 2 0 2
2 3 0 -6 20 30 2 1 0
"""

SCHNEIDER = """StringID   Type  x    y    demand ReadyTime DueDate ServiceTime
D0         d     0.0  0.0  0.0    0.0       100.0   0.0
S0         f     0.0  0.0  0.0    0.0       100.0   0.0
S1         f     6.0  0.0  0.0    0.0       100.0   0.0
C1         c     8.0  0.0  2.0    0.0       40.0    1.0
C2         c     4.0  0.0  3.0    0.0       100.0   1.0

Q Vehicle fuel tank capacity /10.0/
C Vehicle load capacity /20.0/
r fuel consumption rate /1.0/
g inverse refueling rate /2.0/
v average Velocity /1.0/
"""

CVRP = """NAME : tiny
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 1 1
3 3 4
DEMAND_SECTION
1 0
2 6
3 6
DEPOT_SECTION
 1
 -1
EOF
"""

HFVRP = """NAME: mixed
TYPE: HFVRP
DIMENSION: 3
VEHICLES: 2
EDGE_WEIGHT_TYPE: EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
3 3 4
DEMAND_SECTION
1 0
2 6
3 2
CAPACITY_SECTION
1 6
2 3
VEHICLES_FIXED_COST_SECTION
1 100
2 50
VEHICLES_UNIT_DISTANCE_COST_SECTION
1 2
2 3
DEPOT_SECTION
1
EOF
"""

MDVRPTW = """NAME: depots
TYPE: MDVRPTW
EDGE_WEIGHT_TYPE: EUC_2D
DIMENSION: 4
VEHICLES: 2
CAPACITY: 10
VEHICLES_MAX_DURATION: 15
NODE_COORD_SECTION
1 0 0
2 10 0
3 3 4
4 10 1
DEMAND_SECTION
1 0
2 0
3 5
4 5
SERVICE_TIME_SECTION
1 0
2 0
3 2
4 2
TIME_WINDOW_SECTION
1 0 100
2 0 100
3 30 40
4 0 90
VEHICLES_DEPOT_SECTION
1 1
2 2
DEPOT_SECTION
1
2
-1
EOF
"""

MTVRPTW = """NAME: trips
TYPE: MTVRPTWR
EDGE_WEIGHT_TYPE: EUC_2D
DIMENSION: 3
VEHICLES: 1
CAPACITY: 6
SERVICE_TIME: 2
NODE_COORD_SECTION
1 0 0
2 1 1
3 3 4
DEMAND_SECTION
1 0
2 6
3 6
TIME_WINDOW_SECTION
1 0 100
2 0 50
3 0 40
RELEASE_TIME_SECTION
1 0
2 0
3 20
VEHICLES_RELOAD_DEPOT_SECTION
1 1
DEPOT_SECTION
1
EOF
"""

VRP_REP = """<?xml version="1.0" encoding="UTF-8"?>
<instance>
  <network><nodes>
    <node id="0" type="0"><cx>0</cx><cy>0</cy></node>
    <node id="1" type="1"><cx>60</cx><cy>0</cy></node>
    <node id="2" type="2"><cx>60</cx><cy>0</cy><custom><cs_type>fast</cs_type></custom></node>
  </nodes><euclidean/></network>
  <fleet><vehicle_profile type="0">
    <departure_node>0</departure_node><arrival_node>0</arrival_node>
    <max_travel_time>10</max_travel_time><speed_factor>40</speed_factor>
    <custom><consumption_rate>125</consumption_rate><battery_capacity>10000</battery_capacity>
    <charging_functions><function cs_type="fast">
      <breakpoint><battery_level>0</battery_level><charging_time>0</charging_time></breakpoint>
      <breakpoint><battery_level>6000</battery_level><charging_time>0.3</charging_time></breakpoint>
      <breakpoint><battery_level>10000</battery_level><charging_time>0.7</charging_time></breakpoint>
    </function></charging_functions></custom>
  </vehicle_profile></fleet>
  <requests><request id="1" node="1"><service_time>0.5</service_time></request></requests>
</instance>
"""

TEXTS = {
    "vrptw": SOLOMON,
    "pdptw": LI_LIM,
    "evrptw": SCHNEIDER,
    "evrptw-pr": SCHNEIDER,
    "cvrp": CVRP,
    "hfvrp": HFVRP,
    "mdvrptw": MDVRPTW,
    "mtvrptw": MTVRPTW,
    "evrp-nl": VRP_REP,
}
"""The text of a tiny file for each set."""
