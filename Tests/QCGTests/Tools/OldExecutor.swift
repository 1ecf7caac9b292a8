/// A program that speaks as the global queue's own executor does, message for message.
enum OldExecutor {
    /// - Parameter cores: what it says it has.
    static func script(cores: Int) -> String {
        """
        import json, os, random, string, subprocess, time, zmq
        address = open('iq.last_service_address').read()
        context = zmq.Context()
        service = context.socket(zmq.REQ)
        service.connect(address)
        name = 'executor-' + ''.join(random.choice(string.ascii_uppercase) for _ in range(5))
        sign = {'name': name, 'checksum': 0}

        def ask(request):
            service.send_json(request)
            assert service.poll(60000), 'no answer to ' + request['cmd']
            return service.recv_json()

        nodes = [{'name': os.uname().nodename, 'total_cores': \(cores), 'crs': None}]
        reply = ask({'cmd': 'register_executor', 'executor': {'name': name, 'address': address, 'checksum': 0,
            'resources': {'type': 'LOCAL', 'nodes': nodes, 'binding': False}}})
        assert reply['code'] == 0 and reply['message'] == 'registered', reply
        events = context.socket(zmq.SUB)
        events.connect(reply['data']['events'])
        events.setsockopt_string(zmq.SUBSCRIBE, 'NJ')
        assert ask({'cmd': 'executor_heartbeat', 'executor': sign}) == {'code': 0, 'message': 'received'}
        print('ready', reply['data']['ready_its'], flush=True)
        beaten, running, wanted = time.monotonic(), [], True

        def launch(job, offset):
            cores = job['resources']['cores']['exact']
            values = {'ncores': cores, 'nnodes': 1, 'nlist': nodes[0]['name'], 'it': offset}
            text = string.Template(json.dumps(job['execution'])).safe_substitute(values)
            run = json.loads(text)
            assert run['modules'] is None and job['resources']['wt'] is None and job['resources']['crs'] is None
            words = ['bash', '-l', '-c', run['script']] if run['script'] else [run['exec']] + (run['args'] or [])
            folder = os.path.join(os.getcwd(), run['wd'] or '.')
            os.makedirs(folder, exist_ok=True)
            out = open(os.path.join(folder, run['stdout']), 'w') if run['stdout'] else subprocess.DEVNULL
            environment = dict(run['env'] or {}, QCG_PM_NPROCS=str(cores), PATH=os.environ['PATH'])
            process = subprocess.Popen(words, stdout=out, stderr=out, cwd=folder, env=environment)
            running.append((process, job['name'], offset, cores))

        while not os.path.exists('stop'):
            if time.monotonic() - beaten > 30:
                ask({'cmd': 'executor_heartbeat', 'executor': sign})
                beaten = time.monotonic()
            if events.poll(10):
                topic, _, data = events.recv_string().partition(' ')
                assert topic == 'NJ' and json.loads(data)['ready_its'] > 0
                wanted = True
            for entry in [e for e in running if e[0].poll() is not None]:
                running.remove(entry)
                process, job, offset, _ = entry
                state = 'SUCCEED' if process.returncode == 0 else 'FAILED'
                reply = ask({'cmd': 'iterations_finished', 'executor': sign,
                    'jobs': [{'id': job, 'iteration': offset, 'state': state, 'message': None}]})
                assert reply == {'code': 0, 'message': 'received'}, reply
                wanted = True
            if not wanted:
                continue
            wanted = False
            reply = ask({'cmd': 'get_iterations', 'executor': sign})
            assert reply['code'] == 0 and reply['message'] == 'reserved', reply
            for given in reply['data']:
                print('given', given['job']['name'], given['iterations'], flush=True)
                for offset in given['iterations']:
                    launch(given['job'], offset)
            assert sum(e[3] for e in running) <= \(cores), running
        print('stopped', flush=True)
        """
    }
}
